import com.acme.Pricing
